package io.manyhands;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {
    private static final String USERS = "io.manyhands";
    private static final String LOCAL = "io.manyhands.local";
    private static final String SHARED = "io.manyhands.shared";
    private static final String SPI = "io.manyhands.spi";
    private static final String WAITS = "io.manyhands.waits";
    private static final String WIRE = "io.manyhands.wire";
    private static final String MEMORY = "io.manyhands.memory";
    private static final String PROCESS = "io.manyhands.process";
    private static final String ROOM = "io.manyhands.room";
    private static final String WORKER = "io.manyhands.worker";

    /// Whom each package may use, of ours: a new package gets a row here.
    private static final Map<String, Set<String>> ARROWS =
            Map.of(
                    USERS, Set.of(LOCAL, PROCESS, ROOM, SHARED, SPI, WAITS, WIRE),
                    LOCAL, Set.of(SHARED, SPI, WAITS),
                    MEMORY, Set.of(),
                    PROCESS, Set.of(MEMORY, ROOM, SHARED, SPI, WIRE),
                    ROOM, Set.of(SHARED, MEMORY, SPI, WAITS, WIRE),
                    SHARED, Set.of(),
                    SPI, Set.of(SHARED, WIRE),
                    WAITS, Set.of(SHARED, SPI),
                    WIRE, Set.of(),
                    WORKER, Set.of(USERS, MEMORY, SPI, WIRE));

    private static final List<String> HIDDEN =
            List.of(LOCAL, MEMORY, PROCESS, ROOM, WAITS, WIRE, WORKER);

    /// Public for another reason: a program, a type that is only passed on, and constants, which
    /// the compiler copies into those who use them.
    private static final String USED_UNSEEN = ".*\\.(WorkerMain|Words|\\w+Descriptor)";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/test-classes/"))
                    .importPackages(USERS);

    static final List<String> PACKAGES = ARROWS.keySet().stream().sorted().toList();

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void packageUsesOnlyThoseBelowItAndTheJdk(String name) {
        String[] allowed =
                Stream.concat(
                                Stream.of("java..", "javax..", "jdk..", "org.jspecify..", name),
                                ARROWS.getOrDefault(name, Set.of()).stream())
                        .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyPackageHasItsRow() {
        assertThat(CLASSES)
                .isNotEmpty()
                .extracting(JavaClass::getPackageName)
                .isSubsetOf(ARROWS.keySet());
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("(io.manyhands..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void publicClassOfHiddenPackageIsUsedByAnotherPackage() {
        classes()
                .that()
                .resideInAnyPackage(HIDDEN.toArray(String[]::new))
                .and()
                .haveModifier(JavaModifier.PUBLIC)
                .and()
                .areTopLevelClasses()
                .and()
                .haveNameNotMatching(USED_UNSEEN)
                .should(new BeUsedByAnotherPackage())
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static final class BeUsedByAnotherPackage extends ArchCondition<JavaClass> {
        BeUsedByAnotherPackage() {
            super("be used by another package");
        }

        @Override
        public void check(JavaClass item, ConditionEvents events) {
            boolean used =
                    item.getDirectDependenciesToSelf().stream()
                            .map(dependency -> dependency.getOriginClass().getPackageName())
                            .anyMatch(user -> !user.equals(item.getPackageName()));
            String message =
                    item.getName()
                            + (used ? " is used" : " is public, and no other package uses it");
            events.add(new SimpleConditionEvent(item, used, message));
        }
    }
}
