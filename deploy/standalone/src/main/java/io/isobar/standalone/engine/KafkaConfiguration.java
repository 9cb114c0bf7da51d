package io.isobar.standalone.engine;

import java.nio.file.Path;

/** The configuration file of the Kafka node: Kafka's own defaults, made small. */
final class KafkaConfiguration {
    private KafkaConfiguration() {}

    static String of(KafkaSettings settings) {
        return """
            # Written by Isobar at every start: changes here are lost.
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$d
            listeners=CLIENTS://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            advertised.listeners=CLIENTS://127.0.0.1:%1$d
            listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=CLIENTS
            controller.listener.names=CONTROLLER
            log.dirs=%3$s
            # After kill -9 the controller must forget the dead broker before it accepts the new one.
            broker.session.timeout.ms=2000
            broker.heartbeat.interval.ms=500
            # One node holds one copy.
            default.replication.factor=1
            offsets.topic.replication.factor=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            # The broker makes its topics, with the settings that they need; whoever writes sooner waits for that.
            auto.create.topics.enable=false
            # Small: partitions, threads, buffers, history.
            num.partitions=3
            offsets.topic.num.partitions=4
            transaction.state.log.num.partitions=4
            share.coordinator.state.topic.num.partitions=4
            num.network.threads=2
            num.io.threads=4
            background.threads=2
            num.recovery.threads.per.data.dir=2
            log.cleaner.dedupe.buffer.size=4194304
            log.cleaner.io.buffer.size=131072
            log.segment.bytes=67108864
            log.retention.bytes=268435456
            log.retention.hours=48
            # A power cut costs at most a second of records; a crash of the process costs none.
            log.flush.scheduler.interval.ms=1000
            log.flush.interval.ms=1000
            group.initial.rebalance.delay.ms=0
            """.formatted(settings.port(), settings.controllerPort(), escaped(data(settings)));
    }

    static Path data(KafkaSettings settings) {
        return settings.folder().resolve("data");
    }

    /** A properties file reads a backslash as an escape, and Kafka a comma as the next folder. */
    private static String escaped(Path path) {
        if (path.toString().contains(",")) {
            throw new IllegalArgumentException("Kafka cannot use a folder with a comma in its name: " + path);
        }
        return path.toString().replace("\\", "\\\\");
    }
}
