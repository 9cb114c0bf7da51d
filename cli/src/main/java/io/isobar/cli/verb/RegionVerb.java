package io.isobar.cli.verb;

import picocli.CommandLine.Command;

/** {@code isobar region}: what an operator does with a region. */
@Command(
        name = "region",
        synopsisSubcommandLabel = "VERB",
        description = "Cordon or uncordon a region, announce its maintenance, or reserve nodes of its pools.")
final class RegionVerb {}
