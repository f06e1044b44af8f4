package io.manyhands.dashboard;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/test-classes/"))
                    .importPackages("io.manyhands.dashboard");

    @Test
    void dashboardUsesOnlyWhatUsersSee() {
        assertThat(CLASSES).isNotEmpty();
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.manyhands..")
                                .and(
                                        not(
                                                resideInAnyPackage(
                                                        "io.manyhands",
                                                        "io.manyhands.shared",
                                                        "io.manyhands.dashboard"))))
                .check(CLASSES);
    }

    @Test
    void onlyMetricsNeedMicrometer() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.WorkersMetrics(\\$.*)?")
                .should()
                .dependOnClassesThat(resideInAPackage("io.micrometer.."))
                .check(CLASSES);
    }
}
