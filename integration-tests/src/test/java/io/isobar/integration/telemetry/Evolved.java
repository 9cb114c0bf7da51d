package io.isobar.integration.telemetry;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.execution.RegionMessage;
import io.isobar.agent.inventory.ComputeClass;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.inventory.Place;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.ProviderName;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.inventory.RegionProfile;
import io.isobar.agent.inventory.YamlInventory;
import io.isobar.agent.session.wire.MessageWriter;
import io.isobar.agent.session.wire.RegionWriter;
import io.isobar.broker.session.ProtocolVersion;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.Hello;
import io.isobar.proto.region.v1.ReportEnd;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What agents of other versions say: a newer one in fields and values that this contract does not have, an older one without later fields. */
final class Evolved {
    static final int UNKNOWN_VALUE = 999;
    private static final int UNKNOWN_FIELD = 500;
    private static final String INVENTORY = """
            pools:
              - name: general
                host-architecture: x86_64
                nodes: [ { count: 4, cpus: 64, memory: 512GiB } ]
                offers: [ { mode: on-demand, price: "1 CNY", per: core-hour } ]
            """;

    private Evolved() {}

    /** A field of every kind that a reader may have to step over. */
    static UnknownFieldSet later() {
        return UnknownFieldSet.newBuilder()
                .addField(
                        UNKNOWN_FIELD,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(7)
                                .addFixed32(7)
                                .addFixed64(7)
                                .addLengthDelimited(ByteString.copyFromUtf8("said later"))
                                .build())
                .build();
    }

    /** Hello, a full report, and between them something that only the newer contract has a name for. */
    static List<ConnectRequest> newerSession(String region) {
        var hello = hello(region)
                .setProtocolMinor(ProtocolVersion.MINOR + 1)
                .setIncarnation("newer")
                .setUnknownFields(later());
        // A manager that this broker does not know would be refused, and said so: it could not be given work.
        hello.getRegionBuilder().setComputeClassValue(UNKNOWN_VALUE).setUnknownFields(later());
        var pool = pool().toBuilder();
        pool.getPoolBuilder().setUnknownFields(later()).getPoolBuilder().setUnknownFields(later());
        pool.getPoolBuilder().getOffersBuilderList().forEach(offer -> offer.setUnknownFields(later()));
        return List.of(
                ConnectRequest.newBuilder().setHello(hello).build(),
                ConnectRequest.newBuilder().setUnknownFields(later()).build(),
                pool.build(),
                end());
    }

    /** Without what was added since the first version. */
    static List<ConnectRequest> olderSession(String region) {
        return List.of(
                ConnectRequest.newBuilder()
                        .setHello(hello(region).setIncarnation("older"))
                        .build(),
                pool(),
                end());
    }

    private static Hello.Builder hello(String region) {
        var profile = new RegionProfile(
                new RegionName(region),
                new ProviderName("somebody"),
                Place.UNKNOWN,
                ManagerKind.SIMULATED,
                ComputeClass.UNKNOWN);
        return Hello.newBuilder()
                .setRegion(RegionWriter.write(profile, "test", false))
                .setProtocolMajor(1)
                .setReport(1);
    }

    private static ConnectRequest pool() {
        var book = new AdmissionBook(0);
        book.look(YamlInventory.read("test", INVENTORY));
        var capacity = book.observe(new PoolName("general"), Clock.systemUTC().instant());
        return new MessageWriter(Duration.ofMinutes(1)).write(new RegionMessage.PoolNews(capacity.orElseThrow()));
    }

    private static ConnectRequest end() {
        return ConnectRequest.newBuilder()
                .setReportEnd(ReportEnd.newBuilder().setReport(1).setPools(1))
                .build();
    }

    /** Two records that count, three of kinds that are passed over, and one that is no number. */
    static TelemetryBatch newerBatch(String region, Instant at) {
        var good = record(0.5, at).setSequence(1).setSourceValue(UNKNOWN_VALUE).setUnknownFields(later());
        return TelemetryBatch.newBuilder()
                .setRegion(region)
                .setAgentIncarnation("newer")
                .setSentAt(timestamp(at))
                .setUnknownFields(later())
                .addRecords(record(0.25, at).setSequence(2).setMetric(Metric.METRIC_ACCELERATOR_UTILISATION))
                .addRecords(good)
                .addRecords(record(1, at).setSequence(3).setMetricValue(UNKNOWN_VALUE))
                .addRecords(record(1, at).setSequence(4).setStatisticValue(UNKNOWN_VALUE))
                .addRecords(record(1, at).setSequence(5).setLevelValue(UNKNOWN_VALUE))
                .addRecords(record(Double.NaN, at).setSequence(6).setUnknownFields(later()))
                .build();
    }

    /** A value and its time is all that there is of one record; of another not even the time. */
    static TelemetryBatch olderBatch(String region, Instant at) {
        return TelemetryBatch.newBuilder()
                .setRegion(region)
                .addRecords(record(0.5, at))
                .addRecords(record(0.75, at.plusSeconds(1)))
                .addRecords(record(1, at).clearObservedAt())
                .build();
    }

    private static MetricRecord.Builder record(double value, Instant at) {
        return MetricRecord.newBuilder()
                .setMetric(Metric.METRIC_CPU_UTILISATION)
                .setValue(value)
                .setObservedAt(timestamp(at));
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
