package io.isobar.cli.wiring;

import io.grpc.InsecureServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import io.isobar.cli.shell.Outlet;
import io.isobar.cli.shell.Surroundings;
import io.isobar.cli.verb.Commands;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.ListRegionsResponse;
import io.isobar.proto.region.v1.PoolStatus;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceImplBase;
import io.isobar.proto.workload.v1.Candidate;
import io.isobar.proto.workload.v1.Decision;
import io.isobar.proto.workload.v1.ListRequest;
import io.isobar.proto.workload.v1.ListResponse;
import io.isobar.proto.workload.v1.PlanRequest;
import io.isobar.proto.workload.v1.PlanResponse;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.SubmitResponse;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc.WorkloadServiceImplBase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Runs what is typed most against a broker in this very process, and prints nothing: so the JVM learns which classes a start needs,
 * and keeps them for the next one. Only the build calls this.
 */
final class Rehearsal {
    private static final String[][] TYPED = {
        {"--help"},
        {"version"},
        {"get", "regions"},
        {"get", "regions", "-o", "json"},
        {"get", "workloads"},
        {"plan", "-f", "-"},
        {"apply", "-y", "-f", "-"},
    };

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        var server = OkHttpServerBuilder.forPort(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .addService(new Regions())
                .addService(new Workloads())
                .build()
                .start();
        for (var typed : TYPED) {
            int code = Commands.run(surroundings("127.0.0.1:" + server.getPort()), typed);
            if (code != 0) {
                System.err.println("the rehearsal of \"" + String.join(" ", typed) + "\" ended with " + code);
                System.exit(1);
            }
        }
        server.shutdownNow();
        System.exit(0);
    }

    private static Surroundings surroundings(String broker) {
        var real = ThisProcess.surroundings();
        return new Surroundings(
                new ByteArrayInputStream("kind: Workload".getBytes(StandardCharsets.UTF_8)),
                new Outlet(OutputStream.nullOutputStream()),
                real.err(),
                Map.of("ISOBAR_BROKER", broker),
                real.clock(),
                real.zone(),
                real.random(),
                real.answers(),
                real.pause());
    }

    private static final class Regions extends RegionServiceImplBase {
        @Override
        public void listRegions(ListRegionsRequest request, StreamObserver<ListRegionsResponse> answer) {
            one(
                    answer,
                    ListRegionsResponse.newBuilder()
                            .addRegions(Region.newBuilder()
                                    .addPools(PoolStatus.newBuilder()
                                            .setTotalUnits(8)
                                            .setFreeUnits(8)
                                            .setTotalMillicpus(1)
                                            .setFreeMillicpus(1)))
                            .build());
        }
    }

    private static final class Workloads extends WorkloadServiceImplBase {
        private final Workload workload = Workload.newBuilder().setId("w-0").build();

        @Override
        public void list(ListRequest request, StreamObserver<ListResponse> answer) {
            one(answer, ListResponse.newBuilder().addWorkloads(workload).build());
        }

        @Override
        public void plan(PlanRequest request, StreamObserver<PlanResponse> answer) {
            one(
                    answer,
                    PlanResponse.newBuilder()
                            .setDecision(Decision.newBuilder()
                                    .setPlaced(true)
                                    .addCandidates(Candidate.newBuilder().setStartsNow(true)))
                            .build());
        }

        @Override
        public void submit(SubmitRequest request, StreamObserver<SubmitResponse> answer) {
            one(answer, SubmitResponse.newBuilder().setWorkload(workload).build());
        }
    }

    private static <T> void one(StreamObserver<T> answer, T value) {
        answer.onNext(value);
        answer.onCompleted();
    }
}
