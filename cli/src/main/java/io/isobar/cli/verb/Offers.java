package io.isobar.cli.verb;

import com.google.gson.JsonObject;
import io.isobar.cli.broker.Broker;
import io.isobar.cli.broker.Pages;
import io.isobar.cli.output.JsonText;
import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Words;
import io.isobar.cli.text.Wrapped;
import io.isobar.cli.view.Frame;
import io.isobar.cli.view.PoolTable;
import io.isobar.cli.view.Quote;
import io.isobar.cli.view.QuoteTable;
import io.isobar.proto.region.v1.ListOffersRequest;
import io.isobar.proto.region.v1.ListOffersResponse;
import io.isobar.proto.region.v1.PoolOffer;
import io.isobar.proto.region.v1.PoolStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isobar offers}. */
@Command(
        name = "offers",
        description =
                "Who sells an accelerator: price, what so many units cost for so long, what is free, how old that is.")
final class Offers implements Callable<Integer> {
    private static final BigDecimal MOST_HOURS = BigDecimal.valueOf(1_000_000);
    private static final int MOST_NAMED = 5;

    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Option(
            names = "--accelerator",
            paramLabel = "NAME:COUNT",
            required = true,
            description = "So many units of this model on one node, for example 910B3:8; in any spelling that isobar"
                    + " accelerators takes.")
    private String accelerator = "";

    @Option(
            names = "--hours",
            paramLabel = "H",
            description = "How long they are wanted, for the cost (default: ${DEFAULT-VALUE}).")
    private BigDecimal hours = BigDecimal.ONE;

    Offers(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        if (hours.signum() <= 0 || hours.compareTo(MOST_HOURS) > 0 || hours.scale() > 6) {
            throw Problem.usage(
                    "--hours is " + hours, "give more than 0 and at most 1,000,000, with at most six decimals");
        }
        return isobar.with(broker -> {
            var request = Spellings.request(broker, accelerator);
            var offers = read(broker, request);
            long units = units(request);
            var quotes = offers.items().stream()
                    .map(offer -> new Quote(offer, units, hours))
                    .sorted(Quote.CHEAPEST)
                    .toList();
            var sorted = quotes.stream().map(Quote::offer).toList();
            output.print(
                    isobar.surroundings(),
                    () -> record(quotes),
                    frame -> quotes.isEmpty() ? nothing(broker, request, units) : shown(request, quotes, frame),
                    () -> sorted.stream()
                            .map(offer -> PoolTable.name(offer.getPool()))
                            .distinct()
                            .toList());
            list.tellOfMore(offers, isobar.surroundings());
            return ExitCode.DONE;
        });
    }

    private Pages<PoolOffer> read(Broker broker, String request) {
        return Pages.read(
                list.limit(),
                (token, size) -> broker.regions()
                        .listOffers(ListOffersRequest.newBuilder()
                                .setAccelerator(request)
                                .setPageToken(token)
                                .setPageSize(size)
                                .build()),
                ListOffersResponse::getOffersList,
                ListOffersResponse::getNextPageToken);
    }

    /** The list of the contract, and beside each offer what it costs, where that is known. */
    private static JsonObject record(List<Quote> quotes) {
        var list = JsonText.tree(ListOffersResponse.newBuilder()
                .addAllOffers(quotes.stream().map(Quote::offer).toList()));
        var offers = list.getAsJsonArray("offers");
        for (int i = 0; i < quotes.size(); i++) {
            var offer = offers.get(i).getAsJsonObject();
            quotes.get(i).cost().ifPresent(cost -> offer.add("cost", JsonText.tree(cost)));
        }
        return list;
    }

    private static long units(String request) {
        int colon = request.lastIndexOf(':');
        return colon < 0 ? 1 : Long.parseLong(request.substring(colon + 1));
    }

    private List<String> shown(String request, List<Quote> quotes, Frame frame) {
        var lines = new ArrayList<>(QuoteTable.of(quotes, frame).lines(frame.width()));
        lines.addAll(Wrapped.lines(
                "",
                "Cost of " + request + " on one node for " + Amounts.decimal(hours.doubleValue())
                        + " h. NODE is the most that one node has free now.",
                frame.width()));
        long currencies = quotes.stream()
                .map(quote -> quote.offer().getOffer().getPrice().getCurrency())
                .filter(currency -> !currency.isEmpty())
                .distinct()
                .count();
        if (currencies > 1) {
            lines.addAll(Wrapped.lines(
                    "",
                    "Prices in different currencies are not compared here; isobar plan converts them at the broker's rates.",
                    frame.width()));
        }
        return lines;
    }

    /** Why nobody sells it: no pool has it, none has so many together, or none says its price. */
    private static List<String> nothing(Broker broker, String request, long units) {
        var id = Spellings.resolve(broker, request)
                .getReadings(0)
                .getAccelerators(0)
                .getId();
        var having = GetPools.read(broker, "", Integer.MAX_VALUE).items().stream()
                .filter(pool -> pool.getPool().getAccelerator().getModelId().equals(id))
                .toList();
        var lines = new ArrayList<>(List.of("No offer for " + request + "."));
        if (having.isEmpty()) {
            lines.addAll(text("No pool has " + id + "; isobar get pools lists what there is."));
            return lines;
        }
        var large = having.stream().filter(pool -> most(pool) >= units).toList();
        if (large.isEmpty()) {
            long most = having.stream().mapToLong(Offers::most).max().orElse(0);
            lines.addAll(text(Words.plural(having.size(), "pool") + " with the model, but the largest node has "
                    + Words.plural(most, "unit") + ": ask for at most " + most + " a node, on more nodes."));
        } else {
            lines.addAll(text("These pools have it and say no price: "
                    + large.stream().limit(MOST_NAMED).map(PoolTable::name).collect(Collectors.joining(", "))
                    + (large.size() > MOST_NAMED ? ", …" : "") + "."));
        }
        return lines;
    }

    private static List<String> text(String sentence) {
        return Wrapped.lines("", sentence, Table.WIDTH);
    }

    private static long most(PoolStatus pool) {
        return pool.getPool().getCapacity().getBucketsList().stream()
                .mapToLong(bucket -> bucket.getTotalUnits())
                .max()
                .orElse(0);
    }
}
