package io.isobar.agent.onboarding;

import io.isobar.agent.driver.LinkCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether Kafka answers, and lets the agent do what it does there. Nothing is written. */
public final class KafkaCheck {
    private static final int ANSWER_LIMIT_MS = 5_000;

    private KafkaCheck() {}

    /** A topic, and what the agent does there. */
    public record Use(String topic, AclOperation operation) {}

    public static List<LinkCheck> run(String bootstrapServers, List<Use> uses) {
        List<LinkCheck> checks = new ArrayList<>();
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG, "isobar-agent-check",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MS))) {
            int brokers = admin.describeCluster()
                    .nodes()
                    .get(ANSWER_LIMIT_MS, TimeUnit.MILLISECONDS)
                    .size();
            checks.add(LinkCheck.good("kafka", bootstrapServers, brokers + " brokers answer"));
            for (Use use : uses) {
                checks.add(topic(admin, use));
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            checks.add(LinkCheck.bad(
                    "kafka",
                    bootstrapServers,
                    "does not answer within " + ANSWER_LIMIT_MS + " ms: " + reason(e),
                    "see whether Kafka runs, whether this host may dial out to it, and to the names it advertises"
                            + " (advertised.listeners)"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return checks;
    }

    private static LinkCheck topic(Admin admin, Use use) throws InterruptedException, TimeoutException {
        try {
            TopicDescription found = admin.describeTopics(
                            List.of(use.topic()), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get(ANSWER_LIMIT_MS, TimeUnit.MILLISECONDS);
            return permission(use, found.partitions().size(), found.authorizedOperations());
        } catch (ExecutionException e) {
            return failed(use, e.getCause() == null ? e : e.getCause());
        }
    }

    /** Of what Kafka said when it was asked which operations the agent is allowed. */
    static LinkCheck permission(Use use, int partitions, Set<AclOperation> allowed) {
        String verb = use.operation().name().toLowerCase(Locale.ROOT);
        if (!allowed.contains(use.operation())) {
            return LinkCheck.bad(
                    "topic",
                    use.topic(),
                    "is there, and this agent may not " + verb + " it; it may " + allowed,
                    "allow it " + use.operation() + " (kafka-acls --add --topic " + use.topic() + ")");
        }
        return LinkCheck.good("topic", use.topic(), partitions + " partitions, this agent may " + verb + " it");
    }

    static LinkCheck failed(Use use, Throwable cause) {
        return switch (cause) {
            case UnknownTopicOrPartitionException missing ->
                LinkCheck.bad(
                        "topic",
                        use.topic(),
                        "does not exist",
                        "start the broker, which makes it, and see that both name the same Kafka");
            case TopicAuthorizationException refused ->
                LinkCheck.bad(
                        "topic",
                        use.topic(),
                        "this agent may not even see it",
                        "allow it DESCRIBE and " + use.operation() + " (kafka-acls --add --topic " + use.topic() + ")");
            default ->
                LinkCheck.bad(
                        "topic",
                        use.topic(),
                        "cannot be looked at: " + reason(cause),
                        "see what Kafka's log says of it");
        };
    }

    private static String reason(Throwable e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ", " + cause.getMessage());
    }
}
