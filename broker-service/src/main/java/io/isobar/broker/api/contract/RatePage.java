package io.isobar.broker.api.contract;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.learning.Learned;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.operations.WorkloadOperations;
import io.isobar.broker.wire.PageScope;
import io.isobar.broker.wire.PageSize;
import io.isobar.broker.wire.RateCodec;
import io.isobar.proto.workload.v1.ListRatesRequest;
import io.isobar.proto.workload.v1.ListRatesResponse;
import java.util.Locale;

/** A page of what runs have taught. */
final class RatePage {
    private RatePage() {}

    static ListRatesResponse of(Learned learned, ListRatesRequest request) {
        var family = request.getFamily().toLowerCase(Locale.ROOT);
        var tenant = request.getTenant();
        var model = request.getModelId();
        var ofFamily = learned.kinds().stream()
                .filter(kind -> family.isEmpty() || family.equals(kind.family()))
                .toList();
        if (ofFamily.isEmpty() && !family.isEmpty()) {
            throw Failure.notFound("family", WorkloadOperations.shortened(family));
        }
        var page = Slice.of(
                ofFamily.stream()
                        .filter(kind -> tenant.isEmpty() || tenant.equals(kind.tenant()))
                        .filter(kind -> model.isEmpty() || model.equals(kind.model()))
                        .toList(),
                RatePage::key,
                PageScope.of("rates", family, tenant, model),
                request.getPageToken(),
                PageSize.of(request.getPageSize()));
        return ListRatesResponse.newBuilder()
                .addAllRates(page.items().stream()
                        .map(kind -> RateCodec.toProto(kind, learned))
                        .toList())
                .setNextPageToken(page.token())
                .build();
    }

    /** Sorts as the kinds do: what separates its parts comes before whatever may stand in a name. */
    private static String key(RunKind kind) {
        return String.join(
                "\0",
                kind.family(),
                kind.model(),
                kind.tenant(),
                "%010d".formatted(kind.replicas()),
                "%010d".formatted(kind.units()));
    }
}
