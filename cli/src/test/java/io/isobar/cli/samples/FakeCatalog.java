package io.isobar.cli.samples;

import com.google.rpc.Code;
import io.grpc.stub.StreamObserver;
import io.isobar.proto.catalog.v1.Accelerator;
import io.isobar.proto.catalog.v1.AcceleratorPartition;
import io.isobar.proto.catalog.v1.AcceleratorPrecision;
import io.isobar.proto.catalog.v1.CatalogServiceGrpc.CatalogServiceImplBase;
import io.isobar.proto.catalog.v1.Confidence;
import io.isobar.proto.catalog.v1.Coverage;
import io.isobar.proto.catalog.v1.GetAcceleratorRequest;
import io.isobar.proto.catalog.v1.GetAcceleratorResponse;
import io.isobar.proto.catalog.v1.ListAcceleratorsRequest;
import io.isobar.proto.catalog.v1.ListAcceleratorsResponse;
import io.isobar.proto.catalog.v1.PrecisionSupport;
import io.isobar.proto.catalog.v1.ResolveAcceleratorRequest;
import io.isobar.proto.catalog.v1.ResolveAcceleratorResponse;
import io.isobar.proto.catalog.v1.SoftwareBuild;
import io.isobar.proto.catalog.v1.SpellingForm;
import io.isobar.proto.catalog.v1.SpellingMatch;
import io.isobar.proto.catalog.v1.SpellingReading;
import io.isobar.proto.resource.v1.UnitKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A catalogue of two models: one that much is known of, one of which hardly anything is. */
public final class FakeCatalog extends CatalogServiceImplBase {
    public static final Accelerator KNOWN = Accelerator.newBuilder()
            .setId("huawei-ascend-910b3")
            .setName("Ascend910B3")
            .setVendor("Huawei")
            .setModel("Ascend 910B3")
            .addAliases("Ascend910B3")
            .addAliases("910B3")
            .setStack("cann")
            .setUnitKind(UnitKind.UNIT_KIND_CARD)
            .setUnitsPerCard(1)
            .setCardMemoryBytes(64L << 30)
            .setUnitMemoryBytes(64L << 30)
            .addPrecisions(AcceleratorPrecision.newBuilder()
                    .setPrecision("fp16")
                    .setSupport(PrecisionSupport.PRECISION_SUPPORT_PRESENT)
                    .setDenseTeraOpsPerUnit(313)
                    .setDenseTeraOpsPerCard(313))
            .addPrecisions(AcceleratorPrecision.newBuilder()
                    .setPrecision("fp8")
                    .setSupport(PrecisionSupport.PRECISION_SUPPORT_MISSING))
            .setConfidence(Confidence.CONFIDENCE_MEDIUM)
            .setSource("data sheet")
            .build();
    public static final Accelerator UNKNOWN = Accelerator.newBuilder()
            .setId("a-vendor-with-a-long-name-and-a-model-with-a-longer-one")
            .setName("紫霄-with-a-name-that-is-long")
            .setVendor("A vendor with a name that is rather long")
            .setModel("紫霄")
            .addPrecisions(AcceleratorPrecision.newBuilder().setPrecision("fp16"))
            .setConfidence(Confidence.CONFIDENCE_LOW)
            .setSource("a report")
            .build();

    public final List<ListAcceleratorsRequest> listed = new CopyOnWriteArrayList<>();

    /** A page for each. */
    @Override
    public void listAccelerators(ListAcceleratorsRequest request, StreamObserver<ListAcceleratorsResponse> answer) {
        listed.add(request);
        boolean first = request.getPageToken().isEmpty();
        answer.onNext(ListAcceleratorsResponse.newBuilder()
                .addAccelerators(first ? KNOWN : UNKNOWN)
                .setNextPageToken(first ? "2" : "")
                .build());
        answer.onCompleted();
    }

    @Override
    public void getAccelerator(GetAcceleratorRequest request, StreamObserver<GetAcceleratorResponse> answer) {
        switch (request.getName()) {
            case "910B3" ->
                answer.onNext(GetAcceleratorResponse.newBuilder()
                        .setAccelerator(KNOWN)
                        .addFurtherNames("Huawei Ascend 910B")
                        .addAmbiguousNames("910B")
                        .addPartitions(AcceleratorPartition.newBuilder()
                                .setProfile("1g.10gb")
                                .setComputeSlices(1)
                                .setComputeSlicesOfCard(7)
                                .setInstancesPerCard(7)
                                .setMemoryBytes(10L << 30))
                        .addKubernetesResources("huawei.com/Ascend910B3")
                        .addBuilds(SoftwareBuild.newBuilder()
                                .setFramework("PyTorch")
                                .setVersion("2.9")
                                .setBuiltFor("cu128")
                                .setCoverage(Coverage.COVERAGE_NOT_COVERED)
                                .setEvidence(
                                        "it has code for 7.0, 7.5, 8.0, 8.6, 9.0, 10.0, 12.0; sm_61 needs another"))
                        .addBuilds(SoftwareBuild.newBuilder()
                                .setFramework("Torch-npu")
                                .setVersion("2.9.0")
                                .setBuiltFor("CANN 8.5.0")
                                .setEvidence("not known"))
                        .build());
            case "紫霄" ->
                answer.onNext(GetAcceleratorResponse.newBuilder()
                        .setAccelerator(UNKNOWN)
                        .build());
            case "910B" -> {
                answer.onError(Refusal.of(
                        Code.INVALID_ARGUMENT,
                        "AMBIGUOUS_ACCELERATOR",
                        "the name \"910B\" may mean 5 accelerators",
                        Map.of("candidates", "Ascend910B1, Ascend910B2")));
                return;
            }
            default -> {
                answer.onError(Refusal.of(
                        Code.NOT_FOUND,
                        "NOT_FOUND",
                        "no accelerator \"" + request.getName() + "\"",
                        Map.of("kind", "accelerator", "name", request.getName(), "nearest", "910B3, 910B4")));
                return;
            }
        }
        answer.onCompleted();
    }

    @Override
    public void resolveAccelerator(
            ResolveAcceleratorRequest request, StreamObserver<ResolveAcceleratorResponse> answer) {
        var reading = SpellingReading.newBuilder()
                .setText(request.getText())
                .setForm(SpellingForm.SPELLING_FORM_REQUEST)
                .setUnderstood("a request");
        switch (request.getText()) {
            case "910B3:8", "Ascend910B3:8" ->
                reading.setMatch(SpellingMatch.SPELLING_MATCH_EXACT)
                        .addAccelerators(KNOWN)
                        .setCount(8)
                        .setUnitKind(UnitKind.UNIT_KIND_CARD)
                        .setRequest("Ascend910B3:8");
            case "910B" ->
                reading.setMatch(SpellingMatch.SPELLING_MATCH_AMBIGUOUS)
                        .addAccelerators(KNOWN)
                        .addAccelerators(UNKNOWN);
            case "a part" ->
                reading.setMatch(SpellingMatch.SPELLING_MATCH_EXACT)
                        .addAccelerators(KNOWN)
                        .setUnitKind(UnitKind.UNIT_KIND_SLICE)
                        .setProfile("shared");
            default -> reading.addNearest("910B3").addNearest("910B4");
        }
        answer.onNext(ResolveAcceleratorResponse.newBuilder()
                .setText(request.getText())
                .addReadings(reading)
                .build());
        answer.onCompleted();
    }
}
