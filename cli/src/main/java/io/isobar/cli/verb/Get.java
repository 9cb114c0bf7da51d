package io.isobar.cli.verb;

import picocli.CommandLine.Command;

/** {@code isobar get}: lists of things, or one of them. */
@Command(
        name = "get",
        synopsisSubcommandLabel = "KIND",
        description = "List regions, pools, providers, workloads, attempts, offers or rates, or show one.")
final class Get {}
