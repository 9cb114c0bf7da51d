package io.isobar.broker.api.contract;

import com.google.protobuf.Message;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.catalog.AcceleratorRequest;
import io.isobar.broker.catalog.AcceleratorRequestException;
import io.isobar.broker.catalog.AcceleratorRequestParser;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import io.isobar.broker.learning.Review;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.operations.RegionOperations;
import io.isobar.broker.operations.RegionOperations.PoolOffer;
import io.isobar.broker.operations.RegionOperations.Shown;
import io.isobar.broker.session.ProtocolVersion;
import io.isobar.broker.wire.FigureCodec;
import io.isobar.broker.wire.Fingerprint;
import io.isobar.broker.wire.LinkFigureCodec;
import io.isobar.broker.wire.MaintenanceCodec;
import io.isobar.broker.wire.OfferCodec;
import io.isobar.broker.wire.PageScope;
import io.isobar.broker.wire.PageSize;
import io.isobar.broker.wire.PoolCodec;
import io.isobar.broker.wire.RegionCodec;
import io.isobar.broker.wire.ReservationCodec;
import io.isobar.broker.wire.TimeCodec;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.CheckLinksResponse;
import io.isobar.proto.region.v1.CordonRegionRequest;
import io.isobar.proto.region.v1.CordonRegionResponse;
import io.isobar.proto.region.v1.GetRegionRequest;
import io.isobar.proto.region.v1.GetRegionResponse;
import io.isobar.proto.region.v1.LinkCheck;
import io.isobar.proto.region.v1.ListOffersRequest;
import io.isobar.proto.region.v1.ListOffersResponse;
import io.isobar.proto.region.v1.ListPoolsRequest;
import io.isobar.proto.region.v1.ListPoolsResponse;
import io.isobar.proto.region.v1.ListProvidersRequest;
import io.isobar.proto.region.v1.ListProvidersResponse;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.ListRegionsResponse;
import io.isobar.proto.region.v1.MaintainRegionRequest;
import io.isobar.proto.region.v1.MaintainRegionResponse;
import io.isobar.proto.region.v1.Provider;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.region.v1.ReserveNodesRequest;
import io.isobar.proto.region.v1.ReserveNodesResponse;
import io.isobar.proto.region.v1.UncordonRegionRequest;
import io.isobar.proto.region.v1.UncordonRegionResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of {@code isobar.region.v1.RegionService}. They block and throw {@link Failure}. */
public final class RegionCalls {
    private final RegionOperations operations;
    private final AcceleratorRequestParser accelerators;

    public RegionCalls(RegionOperations operations, AcceleratorRequestParser accelerators) {
        this.operations = operations;
        this.accelerators = accelerators;
    }

    public GetRegionResponse get(GetRegionRequest request) {
        return GetRegionResponse.newBuilder()
                .setRegion(whole(operations.region(request.getName())))
                .build();
    }

    public ListRegionsResponse list(ListRegionsRequest request) {
        var page = Slice.of(
                operations.regions(),
                shown -> shown.region().name().value(),
                PageScope.of("regions"),
                request.getPageToken(),
                PageSize.of(request.getPageSize()));
        return ListRegionsResponse.newBuilder()
                .addAllRegions(page.items().stream()
                        .map(shown -> shown(shown, Map.of()))
                        .toList())
                .setNextPageToken(page.token())
                .build();
    }

    public ListPoolsResponse pools(ListPoolsRequest request) {
        var reserves = operations.reserves();
        var page = Slice.of(
                operations.pools(request.getRegion().isEmpty() ? null : request.getRegion()),
                pool -> pool.key().toString(),
                PageScope.of("pools", request.getRegion()),
                request.getPageToken(),
                PageSize.of(request.getPageSize()));
        var reviews = operations.reviews(page.items());
        return ListPoolsResponse.newBuilder()
                .addAllPools(page.items().stream()
                        .map(pool -> PoolCodec.toProto(pool, reserves.get(pool.key()), reviews.get(pool.key())))
                        .toList())
                .setNextPageToken(page.token())
                .build();
    }

    public ListProvidersResponse providers(ListProvidersRequest request) {
        var page = Slice.of(
                List.copyOf(operations.providers().entrySet()),
                provider -> provider.getKey(),
                PageScope.of("providers"),
                request.getPageToken(),
                PageSize.of(request.getPageSize()));
        return ListProvidersResponse.newBuilder()
                .addAllProviders(page.items().stream()
                        .map(provider -> Provider.newBuilder()
                                .setName(provider.getKey())
                                .addAllRegions(provider.getValue())
                                .build())
                        .toList())
                .setNextPageToken(page.token())
                .build();
    }

    public ListOffersResponse offers(ListOffersRequest request) {
        var wanted = wanted(request.getAccelerator());
        var offers = operations.offers().stream()
                .filter(offer -> wanted == null || has(offer.pool(), wanted))
                .toList();
        var page = Slice.of(
                offers,
                offer -> offer.pool().key() + " " + offer.offer().mode() + " "
                        + offer.offer().unit(),
                PageScope.of("offers", request.getAccelerator()),
                request.getPageToken(),
                PageSize.of(request.getPageSize()));
        return ListOffersResponse.newBuilder()
                .addAllOffers(page.items().stream().map(RegionCalls::offered).toList())
                .setNextPageToken(page.token())
                .build();
    }

    public CordonRegionResponse cordon(CordonRegionRequest request) {
        return CordonRegionResponse.newBuilder()
                .setRegion(cordon(
                        request.getRequestId(),
                        "cordon",
                        request.toBuilder().clearRequestId().build(),
                        request.getName(),
                        request.getNote()))
                .build();
    }

    public UncordonRegionResponse uncordon(UncordonRegionRequest request) {
        return UncordonRegionResponse.newBuilder()
                .setRegion(cordon(
                        request.getRequestId(),
                        "uncordon",
                        request.toBuilder().clearRequestId().build(),
                        request.getName(),
                        null))
                .build();
    }

    public MaintainRegionResponse maintain(MaintainRegionRequest request) {
        var asked = request.toBuilder().clearRequestId().build();
        var maintenance = request.hasMaintenance() ? MaintenanceCodec.fromProto(request.getMaintenance()) : null;
        return MaintainRegionResponse.newBuilder()
                .setRegion(whole(operations.maintain(
                        new Request(request.getRequestId(), Fingerprint.of("maintain", asked)),
                        request.getName(),
                        maintenance)))
                .build();
    }

    public ReserveNodesResponse reserve(ReserveNodesRequest request) {
        var asked = request.toBuilder().clearRequestId().build();
        var by = new Request(request.getRequestId(), Fingerprint.of("reserve", asked));
        var pool = ReservationCodec.pool(request);
        var shown = request.hasReservation()
                ? operations.reserve(by, ReservationCodec.fromProto(pool, request))
                : operations.unreserve(by, new Reservation.Key(pool, request.getName()));
        return ReserveNodesResponse.newBuilder().setRegion(whole(shown)).build();
    }

    private Region cordon(String requestId, String what, Message asked, String name, @Nullable String note) {
        return whole(operations.cordon(new Request(requestId, Fingerprint.of(what, asked)), name, note));
    }

    public CheckLinksResponse check(CheckLinksRequest request) {
        var response = CheckLinksResponse.newBuilder();
        for (var check : operations.check()) {
            var to = LinkCheck.newBuilder()
                    .setKind(check.kind())
                    .setName(check.name())
                    .setGood(check.good())
                    .setFinding(check.finding())
                    .setRemedy(check.remedy());
            if (check.took() != null) {
                to.setTook(TimeCodec.toProto(check.took()));
            }
            response.addChecks(to);
        }
        // Read last: who asks measures its own clock by the whole round trip.
        return response.setAnsweredAt(TimeCodec.toProto(operations.now()))
                .setProtocolMajor(ProtocolVersion.MAJOR)
                .setProtocolMinor(ProtocolVersion.MINOR)
                .build();
    }

    private @Nullable AcceleratorRequest wanted(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return accelerators.parse(text);
        } catch (AcceleratorRequestException bad) {
            var reason =
                    switch (bad.fault()) {
                        case MALFORMED -> Reason.INVALID_ARGUMENT;
                        case UNKNOWN -> Reason.UNKNOWN_ACCELERATOR;
                        case AMBIGUOUS -> Reason.AMBIGUOUS_ACCELERATOR;
                    };
            throw Failure.of(reason, List.of(new Violation("accelerator", String.valueOf(bad.getMessage()))));
        }
    }

    private static boolean has(PoolView pool, AcceleratorRequest wanted) {
        var accelerator = pool.facts().accelerator();
        var model = accelerator == null ? null : accelerator.model();
        return model != null
                && model.id().equals(wanted.model().id())
                && pool.report().capacity().buckets().stream()
                        .anyMatch(bucket -> bucket.units().total() >= wanted.devices());
    }

    private Region whole(Shown shown) {
        return shown(shown, operations.reviews(shown.pools()));
    }

    private static Region shown(Shown shown, Map<PoolKey, Review> reviews) {
        var clock = shown.region().clock();
        var skew = clock == null ? null : clock.ahead();
        var region = RegionCodec.toProto(
                shown.region(),
                shown.pools(),
                shown.reserves(),
                reviews,
                shown.figures().stream()
                        .map(figure -> FigureCodec.toProto(figure, skew))
                        .toList(),
                shown.liveAttempts());
        return shown.links().isEmpty()
                ? region
                : region.toBuilder()
                        .addAllLinks(shown.links().stream()
                                .map(LinkFigureCodec::toProto)
                                .toList())
                        .build();
    }

    private static io.isobar.proto.region.v1.PoolOffer offered(PoolOffer offer) {
        return io.isobar.proto.region.v1.PoolOffer.newBuilder()
                .setProvider(offer.pool().region().facts().provider())
                .setOffer(OfferCodec.toProto(offer.pool().key().pool(), offer.offer()))
                .setPool(PoolCodec.toProto(offer.pool(), null, null))
                .build();
    }
}
