package io.isobar.broker.telemetry.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jboss.logging.Logger;

/** A dead letter that is too large for its topic is left out, and said so; anything else that Kafka refuses stops the topology, which then begins anew. */
public final class DeadLetterLimit implements ProductionExceptionHandler {
    private static final Logger LOG = Logger.getLogger(DeadLetterLimit.class);

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public ProductionExceptionHandlerResponse handle(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception refused) {
        if (refused instanceof RecordTooLargeException && record.topic().equals(TelemetryTopics.DEAD_LETTERS)) {
            LOG.warnf(
                    "record %s/%d/%d is too large for %s and is left out: %s",
                    context.topic(), context.partition(), context.offset(), record.topic(), refused.getMessage());
            return ProductionExceptionHandlerResponse.CONTINUE;
        }
        return ProductionExceptionHandlerResponse.FAIL;
    }
}
