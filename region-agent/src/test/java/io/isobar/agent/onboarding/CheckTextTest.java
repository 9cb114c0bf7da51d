package io.isobar.agent.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.LinkCheck;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class CheckTextTest {
    private static final KafkaCheck.Use WRITES = new KafkaCheck.Use("telemetry", AclOperation.WRITE);

    @Test
    void isALineForEachLinkWithWhatToDoWhereItIsBad() {
        String text = CheckText.of(List.of(
                LinkCheck.good("broker", "b:9090", "answers after 3 ms"),
                LinkCheck.bad("slurm", "controller", "no answer\n from it", "run scontrol ping")));

        assertThat(text).isEqualTo("""
                LINK    NAME        STATE  FINDING
                broker  b:9090      good   answers after 3 ms
                slurm   controller  BAD    no answer; from it; to do: run scontrol ping
                """);
    }

    @Test
    void aTopicIsGoodOnlyWhereTheAgentMayDoWhatItDoesThere() {
        assertThat(KafkaCheck.permission(WRITES, 8, Set.of(AclOperation.DESCRIBE, AclOperation.WRITE)))
                .isEqualTo(LinkCheck.good("topic", "telemetry", "8 partitions, this agent may write it"));
        LinkCheck refused = KafkaCheck.permission(WRITES, 8, Set.of(AclOperation.DESCRIBE));
        assertThat(refused.good()).isFalse();
        assertThat(refused.remedy()).contains("WRITE", "--topic telemetry");
    }

    @Test
    void saysWhyATopicCannotBeSeen() {
        assertThat(KafkaCheck.failed(WRITES, new UnknownTopicOrPartitionException("no"))
                        .finding())
                .isEqualTo("does not exist");
        assertThat(KafkaCheck.failed(WRITES, new TopicAuthorizationException("no"))
                        .finding())
                .isEqualTo("this agent may not even see it");
        assertThat(KafkaCheck.failed(WRITES, new IllegalStateException("odd")).finding())
                .isEqualTo("cannot be looked at: IllegalStateException, odd");
    }
}
