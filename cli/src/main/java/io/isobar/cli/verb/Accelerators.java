package io.isobar.cli.verb;

import io.isobar.cli.broker.Broker;
import io.isobar.cli.broker.Pages;
import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.view.AcceleratorTable;
import io.isobar.cli.view.SpellingText;
import io.isobar.proto.catalog.v1.Accelerator;
import io.isobar.proto.catalog.v1.ListAcceleratorsRequest;
import io.isobar.proto.catalog.v1.ListAcceleratorsResponse;
import io.isobar.proto.catalog.v1.SpellingMatch;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isobar accelerators}. */
@Command(
        name = "accelerators",
        description = {
            "The catalogue of accelerators; with a QUERY, what it means: a name, NAME:COUNT, VENDOR:NAME:MEMORY:COUNT, a",
            "resource or label of Kubernetes (nvidia.com/gpu.product=…), a resource of Slurm (gpu:a100-80gb:8)."
        })
final class Accelerators implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Option(names = "--vendor", paramLabel = "NAME", description = "Only of this vendor.")
    private String vendor = "";

    @Option(names = "--stack", paramLabel = "NAME", description = "Only for this software stack: cuda, cann, dtk, …")
    private String stack = "";

    @Parameters(arity = "0..*", paramLabel = "QUERY", description = "A spelling; its words may be written apart.")
    private List<String> query = List.of();

    Accelerators(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var text = String.join(" ", query).strip();
        if (!text.isEmpty() && !(vendor.isEmpty() && stack.isEmpty())) {
            throw Problem.usage(
                    "--vendor and --stack narrow the list, and \"" + text + "\" is looked up by itself",
                    "leave one of them out");
        }
        return isobar.with(broker -> text.isEmpty() ? list(broker) : resolve(broker, text));
    }

    private int list(Broker broker) {
        var all = Pages.read(
                list.limit(),
                (token, size) -> broker.catalog()
                        .listAccelerators(ListAcceleratorsRequest.newBuilder()
                                .setVendor(vendor)
                                .setStack(stack)
                                .setPageToken(token)
                                .setPageSize(size)
                                .build()),
                ListAcceleratorsResponse::getAcceleratorsList,
                ListAcceleratorsResponse::getNextPageToken);
        output.printTable(
                isobar.surroundings(),
                ListAcceleratorsResponse.newBuilder().addAllAccelerators(all.items()),
                frame -> AcceleratorTable.of(all.items(), frame),
                () -> all.items().stream().map(Accelerator::getId).toList(),
                "accelerators");
        list.tellOfMore(all, isobar.surroundings());
        return ExitCode.DONE;
    }

    private int resolve(Broker broker, String text) {
        var resolved = Spellings.resolve(broker, text);
        output.print(
                isobar.surroundings(),
                resolved,
                frame -> SpellingText.lines(resolved, frame),
                () -> resolved.getReadingsList().stream()
                        .flatMap(reading -> reading.getAcceleratorsList().stream())
                        .map(Accelerator::getId)
                        .distinct()
                        .toList());
        for (var reading : resolved.getReadingsList()) {
            if (reading.getMatch() == SpellingMatch.SPELLING_MATCH_UNSPECIFIED) {
                throw Spellings.unknown(reading);
            }
        }
        return ExitCode.DONE;
    }
}
