package io.isobar.broker.api.contract;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.CannPairs;
import io.isobar.broker.catalog.CudaWheels;
import io.isobar.broker.catalog.FrameworkBuild;
import io.isobar.broker.catalog.KubernetesReader;
import io.isobar.broker.catalog.Resolution;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.catalog.SpellingReader;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.wire.CatalogCodec;
import io.isobar.broker.wire.PageScope;
import io.isobar.broker.wire.PageSize;
import io.isobar.proto.catalog.v1.Accelerator;
import io.isobar.proto.catalog.v1.GetAcceleratorRequest;
import io.isobar.proto.catalog.v1.GetAcceleratorResponse;
import io.isobar.proto.catalog.v1.ListAcceleratorsRequest;
import io.isobar.proto.catalog.v1.ListAcceleratorsResponse;
import io.isobar.proto.catalog.v1.ResolveAcceleratorRequest;
import io.isobar.proto.catalog.v1.ResolveAcceleratorResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The calls of {@code isobar.catalog.v1.CatalogService}. They throw {@link Failure}. */
public final class CatalogCalls {
    private static final int LONGEST_NAME = 160;
    private static final int LONGEST_TEXT = 4_096;

    private final AcceleratorCatalog catalog;
    private final SpellingReader spellings;
    private final KubernetesReader kubernetes;
    private final CudaWheels wheels = CudaWheels.load();
    private final CannPairs pairs = CannPairs.load();

    public CatalogCalls(AcceleratorCatalog catalog) {
        this.catalog = catalog;
        this.spellings = new SpellingReader(catalog);
        this.kubernetes = new KubernetesReader(catalog);
    }

    /** A model, and its place in the catalogue as a text that sorts as it does. */
    private record Placed(String place, AcceleratorModel model) {}

    public ListAcceleratorsResponse list(ListAcceleratorsRequest request) {
        var vendor = filter("vendor", request.getVendor(), AcceleratorModel::vendor);
        var stack = filter("stack", request.getStack(), model -> model.stack().token());
        var wanted = new ArrayList<Placed>();
        for (var model : catalog.models()) {
            if ((vendor.isEmpty() || vendor.equals(model.vendor()))
                    && (stack.isEmpty() || stack.equals(model.stack().token()))) {
                wanted.add(new Placed("%06d".formatted(wanted.size()), model));
            }
        }
        var page = Slice.of(
                wanted,
                Placed::place,
                PageScope.of("accelerators", vendor, stack),
                request.getPageToken(),
                PageSize.of(request.getPageSize()));
        return ListAcceleratorsResponse.newBuilder()
                .addAllAccelerators(page.items().stream()
                        .map(placed -> shown(placed.model()))
                        .toList())
                .setNextPageToken(page.token())
                .build();
    }

    public GetAcceleratorResponse get(GetAcceleratorRequest request) {
        var name = bounded("name", request.getName(), LONGEST_NAME);
        var model =
                switch (catalog.resolver().resolve(name)) {
                    case Resolution.Exact exact -> exact.model();
                    case Resolution.Ambiguous ambiguous -> throw ambiguous(name, ambiguous);
                    case Resolution.Unknown unknown -> throw unknown(name, unknown);
                };
        var names = catalog.names(model);
        return GetAcceleratorResponse.newBuilder()
                .setAccelerator(shown(model))
                .addAllFurtherNames(names.further())
                .addAllAmbiguousNames(names.ambiguous())
                .addAllPartitions(catalog.partitions(model).stream()
                        .map(CatalogCodec::toProto)
                        .toList())
                .addAllKubernetesResources(kubernetes.resources(model))
                .addAllBuilds(builds(model).stream().map(CatalogCodec::toProto).toList())
                .build();
    }

    public ResolveAcceleratorResponse resolve(ResolveAcceleratorRequest request) {
        var text = bounded("text", request.getText(), LONGEST_TEXT);
        return ResolveAcceleratorResponse.newBuilder()
                .setText(text)
                .addAllReadings(spellings.read(text).stream()
                        .map(spelling -> CatalogCodec.toProto(spelling, catalog::isOperators))
                        .toList())
                .build();
    }

    private Accelerator shown(AcceleratorModel model) {
        return CatalogCodec.toProto(model, catalog::isOperators);
    }

    private List<FrameworkBuild> builds(AcceleratorModel model) {
        var architecture = model.architecture();
        if (model.stack() == SoftwareStack.CUDA && architecture != null) {
            return wheels.builds(architecture);
        }
        return model.stack() == SoftwareStack.CANN ? pairs.builds() : List.of();
    }

    private static String bounded(String field, String text, int longest) {
        if (text.isBlank()) {
            throw Failure.invalid(field, "is missing: give the name of an accelerator");
        }
        if (text.length() > longest) {
            throw Failure.invalid(field, "has " + text.length() + " characters, more than " + longest);
        }
        return text;
    }

    private static Failure ambiguous(String name, Resolution.Ambiguous ambiguous) {
        return new Failure(
                Reason.AMBIGUOUS_ACCELERATOR,
                "the name \"" + name + "\" may mean " + ambiguous.candidates().size() + " accelerators",
                Map.of("candidates", ambiguous.names()));
    }

    private static Failure unknown(String name, Resolution.Unknown unknown) {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("kind", "accelerator");
        metadata.put("name", name);
        if (!unknown.nearest().isEmpty()) {
            metadata.put("nearest", String.join(", ", unknown.nearest()));
        }
        return new Failure(Reason.NOT_FOUND, "no accelerator \"" + name + "\"", metadata);
    }

    /** What a filter means, in any case; empty where nothing is asked. */
    private String filter(String field, String asked, Function<AcceleratorModel, String> of) {
        if (asked.isEmpty()) {
            return "";
        }
        var known = catalog.models().stream().map(of).distinct().sorted().toList();
        return known.stream()
                .filter(value -> value.equalsIgnoreCase(asked.strip()))
                .findFirst()
                .orElseThrow(() -> Failure.invalid(
                        field, "no accelerator of the catalogue has it; there are " + String.join(", ", known)));
    }
}
