package io.isobar.integration.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** What the rules are held against. */
final class Code {
    static final String BROKER = "io.isobar.broker";
    static final String AGENT = "io.isobar.agent";
    static final String CLI = "io.isobar.cli";
    static final String STANDALONE = "io.isobar.standalone";
    static final String VIOLATIONS = "io.isobar.integration.architecture.violations";

    /** Read once; about two seconds. */
    static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BROKER, AGENT, CLI, STANDALONE);

    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(VIOLATIONS);

    private Code() {}

    /** Classes that break a rule on purpose. */
    static JavaClasses planted(String folder) {
        return PLANTED.that(Rules.in(VIOLATIONS + "." + folder + ".."));
    }
}
