package org.vitrail.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who may use whom; the rules that JPMS cannot hold on the class path.
class ArchitectureTest {
    private static final String[] CHANCE = {
        "java.util.Random",
        "java.util.concurrent.ThreadLocalRandom",
        "java.util.SplittableRandom",
        "java.security.SecureRandom"
    };

    private static final JavaClasses ALL = scan();

    private static JavaClasses scan() {
        List<Path> folders = Repository.MODULES.stream()
                .map(module -> Repository.root().resolve(module).resolve("target/classes"))
                .toList();
        return new ClassFileImporter().importPaths(folders);
    }

    @Test
    void scan_ofAllModules_sawTheHouse() {
        assertThat(ALL.size()).isGreaterThan(150);
        for (String name : List.of("privacy.release", "mechanism.synthesis", "app", "magic", "kernel", "engine")) {
            assertThat(ALL.stream().anyMatch(c -> c.getPackageName().startsWith("org.vitrail." + name)))
                    .as("classes of org.vitrail.%s", name)
                    .isTrue();
        }
    }

    @Test
    void privacy_dependsOnTheJdkOnly() {
        check(classes()
                .that()
                .resideInAPackage("org.vitrail.privacy..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.vitrail.privacy..", "java..", "javax.crypto..", "org.jspecify.."));
    }

    @Test
    void mechanisms_dependOnContractAndPrivacyOnly() {
        check(classes()
                .that()
                .resideInAPackage("org.vitrail.mechanism..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.vitrail.mechanism..",
                        "org.vitrail.contract..",
                        "org.vitrail.privacy.release..",
                        "org.vitrail.privacy.accounting..",
                        "org.vitrail.privacy.pac..",
                        "java..",
                        "jdk.incubator.vector..",
                        "org.jspecify.."));
    }

    @Test
    void privacyAndMechanisms_useNoUnsecuredChance() {
        for (String name : CHANCE) {
            check(noClasses()
                    .that()
                    .resideInAnyPackage("org.vitrail.mechanism..", "org.vitrail.privacy.accounting..")
                    .or()
                    .resideInAPackage("org.vitrail.privacy.release..")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName(name));
        }
        check(noClasses()
                .that()
                .resideInAnyPackage("org.vitrail.mechanism..", "org.vitrail.privacy..")
                .should()
                .callMethod(Math.class, "random"));
        check(noClasses()
                .that()
                .resideInAPackage("org.vitrail.privacy.noise..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random"));
    }

    @Test
    void privacyAndMechanisms_printNothingAndReadNoClock() {
        check(noClasses()
                .that()
                .resideInAnyPackage("org.vitrail.mechanism..", "org.vitrail.privacy..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.jboss.logging..", "java.net.."));
    }

    @Test
    void released_isMadeByTheGateOnly() {
        check(constructors()
                .that()
                .areDeclaredInClassesThat()
                .haveFullyQualifiedName("org.vitrail.privacy.release.Released")
                .should()
                .notHaveModifier(JavaModifier.PUBLIC)
                .andShould()
                .notHaveModifier(JavaModifier.PROTECTED));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("org.vitrail.privacy.release..")
                .should()
                .haveNameMatching("org\\.vitrail\\.privacy\\.release\\..*"));
    }

    /// Exact figures have one way: the report, the worker that sends it, and the bench that times it.
    @Test
    void exactFigures_areForTheOwnersReportOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("org.vitrail.mechanism.quality..", "org.vitrail.privacy.release..")
                .should()
                .callMethod("org.vitrail.privacy.release.Gate", "ownerOnly", "org.vitrail.privacy.release.Sensitive"));
        check(noClasses()
                .that()
                .resideOutsideOfPackages("org.vitrail.engine.local..", "org.vitrail.bench..")
                .should()
                .callMethod("org.vitrail.privacy.release.OwnerOnly", "notPrivate"));
    }

    @Test
    void flightAndQuarkus_stayInTheirPlaces() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("org.vitrail.app..", "org.vitrail.magic..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.arrow.flight.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("org.vitrail.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackages("org.vitrail.provider.xgboost..", "org.vitrail.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ml.dmlc.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackages("org.vitrail.magic..", "org.vitrail.kernel..", "org.vitrail.notebook..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dflib.."));
    }

    @Test
    void clients_knowTheContractAndTheAccountingOnly() {
        check(noClasses()
                .that()
                .resideInAnyPackage("org.vitrail.magic..", "org.vitrail.kernel..", "org.vitrail.notebook..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.vitrail.mechanism..",
                        "org.vitrail.privacy.release..",
                        "org.vitrail.privacy.noise..",
                        "org.vitrail.privacy.ledger..",
                        "org.vitrail.engine..",
                        "org.vitrail.provider..",
                        "org.vitrail.app.."));
    }

    @Test
    void closedSets_areRecords() {
        for (String name : List.of(
                "org.vitrail.contract.MechanismSpec",
                "org.vitrail.contract.Refusal",
                "org.vitrail.contract.Guarantee",
                "org.vitrail.contract.table.Domain",
                "org.vitrail.contract.job.JobEvent")) {
            check(classes().that().implement(name).should().beRecords());
        }
    }

    @Test
    void records_holdNoArrays() {
        ALL.stream()
                .filter(c -> c.isRecord())
                .forEach(record -> assertThat(record.getFields().stream()
                                .filter(f -> !f.getModifiers().contains(JavaModifier.STATIC))
                                .filter(f -> f.getRawType().isArray()))
                        .as("array components of record %s", record.getName())
                        .isEmpty());
    }

    @Test
    void packages_ofThePrivacyCore_haveNoCycles() {
        check(slices().matching("org.vitrail.privacy.(*)..").should().beFreeOfCycles());
        check(slices().matching("org.vitrail.contract.(*)..").should().beFreeOfCycles());
        check(slices().matching("org.vitrail.app.(*)..").should().beFreeOfCycles());
    }

    @Test
    void main_holdsNoTestDouble() {
        check(noClasses().should().haveSimpleNameContaining("Fake").orShould().haveSimpleNameContaining("Mock"));
        check(noClasses()
                .that()
                .resideInAPackage("org.vitrail.privacy..")
                .should()
                .haveSimpleNameContaining("Zero")
                .orShould()
                .haveSimpleNameContaining("Test"));
    }

    @Test
    void aRule_thatIsBroken_isReported() {
        ArchRule broken = noClasses()
                .that()
                .resideInAPackage("org.vitrail.mechanism..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.vitrail.privacy.release..");
        assertThatThrownBy(() -> check(broken)).isInstanceOf(AssertionError.class);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(ALL);
    }
}
