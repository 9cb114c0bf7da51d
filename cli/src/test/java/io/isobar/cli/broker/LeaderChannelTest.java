package io.isobar.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.CheckLinksResponse;
import io.isobar.proto.region.v1.LinkCheck;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceImplBase;
import io.isobar.proto.workload.v1.LogsRequest;
import io.isobar.proto.workload.v1.LogsResponse;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc.WorkloadServiceImplBase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of several brokers the one that leads is found, whichever is asked first. */
class LeaderChannelTest {
    private static StatusRuntimeException notLeader(String leader) {
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(Code.FAILED_PRECONDITION_VALUE)
                .setMessage("this broker waits")
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason("NOT_LEADER")
                        .putMetadata("leader", leader)
                        .build()))
                .build());
    }

    /** Waits for the lead. */
    private static final class Waiting extends RegionServiceImplBase {
        private final Supplier<String> leader;
        private final AtomicInteger asked = new AtomicInteger();

        private Waiting(Supplier<String> leader) {
            this.leader = leader;
        }

        @Override
        public void checkLinks(CheckLinksRequest request, StreamObserver<CheckLinksResponse> answers) {
            asked.incrementAndGet();
            answers.onError(notLeader(leader.get()));
        }
    }

    private static final class Leading extends RegionServiceImplBase {
        @Override
        public void checkLinks(CheckLinksRequest request, StreamObserver<CheckLinksResponse> answers) {
            answers.onNext(CheckLinksResponse.newBuilder()
                    .addChecks(LinkCheck.newBuilder().setFinding("leads"))
                    .build());
            answers.onCompleted();
        }
    }

    private static Broker at(String... addresses) {
        return Broker.at(
                Stream.of(addresses)
                        .map(address -> BrokerAddress.parse(address, "test"))
                        .toList(),
                null);
    }

    private static String asks(Broker broker) {
        return broker.regions()
                .checkLinks(CheckLinksRequest.getDefaultInstance())
                .getChecks(0)
                .getFinding();
    }

    @Test
    void aBrokerThatWaitsSendsToTheOneThatLeadsAndLaterCallsGoThereAtOnce() {
        try (var leader = new FakeBroker(new Leading())) {
            var waiting = new Waiting(leader::address);
            try (var second = new FakeBroker(waiting);
                    var broker = at(second.address())) {
                assertThat(asks(broker)).isEqualTo("leads");
                assertThat(asks(broker)).isEqualTo("leads");
                assertThat(waiting.asked).hasValue(1);
                assertThat(broker.address()).hasToString(leader.address());
            }
        }
    }

    @Test
    void whereNobodyAnswersTheNextIsTried() {
        try (var gone = new FakeBroker();
                var leader = new FakeBroker(new Leading())) {
            var address = gone.address();
            gone.kill();
            try (var broker = at(address, leader.address())) {
                assertThat(asks(broker)).isEqualTo("leads");
            }
        }
    }

    @Test
    void whereNoneAnswersTheCallFails() {
        try (var gone = new FakeBroker();
                var goneToo = new FakeBroker()) {
            var addresses = new String[] {gone.address(), goneToo.address()};
            gone.kill();
            goneToo.kill();
            try (var broker = at(addresses)) {
                assertThatThrownBy(() -> asks(broker)).hasMessageContaining("UNAVAILABLE");
            }
        }
    }

    @Test
    void brokersThatNameEachOtherAreNotFollowedForEver() {
        var other = new String[1];
        var waiting = new Waiting(() -> other[0]);
        try (var one = new FakeBroker(waiting);
                var two = new FakeBroker(new Waiting(one::address));
                var broker = at(one.address())) {
            other[0] = two.address();

            assertThatThrownBy(() -> asks(broker)).hasMessageContaining("this broker waits");
            assertThat(waiting.asked).hasValue(2);
        }
    }

    @Test
    void whatWasAnsweredInPartIsNotAskedForAgain() {
        var asked = new AtomicInteger();
        var breaking = new WorkloadServiceImplBase() {
            @Override
            public void logs(LogsRequest request, StreamObserver<LogsResponse> answers) {
                asked.incrementAndGet();
                answers.onNext(LogsResponse.getDefaultInstance());
                answers.onError(io.grpc.Status.UNAVAILABLE.asRuntimeException());
            }
        };
        try (var one = new FakeBroker(breaking);
                var two = new FakeBroker(breaking);
                var broker = at(one.address(), two.address())) {
            var lines = broker.workloadStreams().logs(LogsRequest.getDefaultInstance());

            assertThat(lines.next()).isNotNull();
            assertThatThrownBy(lines::hasNext).isInstanceOf(StatusRuntimeException.class);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void severalAddressesAreReadAndABadOneNamed() {
        assertThat(BrokerAddress.parseAll("one:1, two:2", "--broker"))
                .isEqualTo(List.of(new BrokerAddress("one", 1), new BrokerAddress("two", 2)));
        assertThatThrownBy(() -> BrokerAddress.parseAll("one:1,,two:2", "--broker"))
                .hasMessageContaining("\"\"");
    }
}
