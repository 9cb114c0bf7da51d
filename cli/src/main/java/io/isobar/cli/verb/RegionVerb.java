package io.isobar.cli.verb;

import picocli.CommandLine.Command;

/** {@code isobar region}: what an operator does with a region. */
@Command(
        name = "region",
        synopsisSubcommandLabel = "VERB",
        description = "Cordon or uncordon a region, or announce its maintenance.")
final class RegionVerb {}
