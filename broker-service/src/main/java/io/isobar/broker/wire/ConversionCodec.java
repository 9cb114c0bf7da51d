package io.isobar.broker.wire;

import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.manifest.conversion.JobFormat;
import io.isobar.broker.manifest.conversion.Loss;
import java.util.List;

/** What became of job files. */
public final class ConversionCodec {
    private ConversionCodec() {}

    public static io.isobar.proto.workload.v1.JobFormat toProto(JobFormat format) {
        return io.isobar.proto.workload.v1.JobFormat.valueOf("JOB_FORMAT_" + format.name());
    }

    public static List<io.isobar.proto.workload.v1.Loss> losses(Conversion conversion) {
        return conversion.losses().stream().map(ConversionCodec::toProto).toList();
    }

    private static io.isobar.proto.workload.v1.Loss toProto(Loss loss) {
        return io.isobar.proto.workload.v1.Loss.newBuilder()
                .setLine(loss.line())
                .setWhat(loss.what())
                .setInstead(loss.instead())
                .setChangesMeaning(loss.changesMeaning())
                .build();
    }
}
