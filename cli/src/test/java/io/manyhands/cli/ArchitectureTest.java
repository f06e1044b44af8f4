package io.manyhands.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/test-classes/"))
                    .importPackages("io.manyhands.cli");

    @Test
    void programUsesOnlyWhatUsersSee() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.manyhands..")
                                .and(
                                        not(
                                                resideInAnyPackage(
                                                        "io.manyhands",
                                                        "io.manyhands.shared",
                                                        "io.manyhands.cli.."))))
                .check(CLASSES);
    }
}
