package org.vitrail.magic;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The magics run in any kernel from jjava 1.0-a6 on: they must not touch what changed after it.
class StockKernelTest {
    private static final String JUPYTER = "org.dflib.jjava.jupyter.";
    private static final JavaClasses MAGICS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.vitrail.magic");

    @Test
    void displayId_isPutAsTransientData() {
        noClasses()
                .should()
                .callMethod(JUPYTER + "kernel.display.DisplayData", "setDisplayId", "java.lang.String")
                .because("its return type changed after 1.0-a6")
                .check(MAGICS);
    }

    @Test
    void kernel_itsParserAndSocketsAreNotTouched() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("org\\.dflib\\.jjava\\.jupyter\\.kernel\\.magic\\.Magic(Parser|Transpiler|sArgs).*")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(JUPYTER + "channels..", JUPYTER + "kernel.comm..", "com.google.gson..")
                .check(MAGICS);
    }

    @Test
    void views_knowNoKernelAndNoServer() {
        noClasses()
                .that()
                .resideInAPackage("org.vitrail.magic.view")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.dflib.jjava..", "org.apache.arrow..", "org.vitrail.magic.client..")
                .check(MAGICS);
    }
}
