package io.isobar.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.execution.AttemptState;
import io.isobar.agent.execution.RegionMessage;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.PoolName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
    private final OutboundQueue queue = new OutboundQueue();

    private static RegionMessage.AttemptNews news(int number, long sequence) {
        AttemptId id = new AttemptId("w-" + number + "-1");
        return new RegionMessage.AttemptNews(
                new AttemptKey(id, id.workload(), 1),
                new PoolName("a"),
                new AttemptState.Running(Instant.EPOCH),
                sequence,
                0,
                Instant.EPOCH);
    }

    private static RegionMessage.FullReport report(long number, RegionMessage.AttemptNews... attempts) {
        return new RegionMessage.FullReport(number, List.of(), List.of(attempts));
    }

    private List<RegionMessage> drain() {
        List<RegionMessage> all = new ArrayList<>();
        RegionMessage next = queue.poll();
        while (next != null) {
            all.add(next);
            next = queue.poll();
        }
        return all;
    }

    @Test
    void takesNothingInWhileThereIsNoSession() {
        queue.add(news(1, 1));
        queue.add(report(1));

        assertThat(drain()).isEmpty();
    }

    @Test
    void dropsWhatTheFullReportHoldsAnyway() {
        queue.awaitFullReport();
        queue.add(news(1, 1));
        queue.add(report(1, news(1, 2)));
        queue.add(news(1, 3));

        assertThat(drain()).containsExactly(news(1, 2), report(1, news(1, 2)), news(1, 3));
    }

    @Test
    void keepsTheOrderAroundALaterFullReport() {
        queue.awaitFullReport();
        queue.add(report(1));
        queue.add(news(1, 1));
        queue.add(report(2, news(1, 1)));
        queue.add(news(1, 2));

        assertThat(drain())
                .containsExactly(report(1), news(1, 1), news(1, 1), report(2, news(1, 1)), news(1, 2))
                .satisfies(all -> assertThat(all).hasSize(5));
    }

    @Test
    void keepsTheNewestOfEveryAttemptHoweverManyThereAre() {
        queue.awaitFullReport();
        queue.add(report(1));
        int attempts = 1_000;
        for (int sequence = 1; sequence <= 50; sequence++) {
            for (int number = 0; number < attempts; number++) {
                queue.add(news(number, sequence));
            }
        }

        assertThat(queue.isOverLimit()).isFalse();
        Map<String, Long> newest = new HashMap<>();
        List<RegionMessage> all = drain();
        for (RegionMessage message : all) {
            if (message instanceof RegionMessage.AttemptNews news) {
                newest.put(news.key().id().value(), news.sequence());
            }
        }
        assertThat(newest)
                .hasSize(attempts)
                .allSatisfy((id, sequence) -> assertThat(sequence).isEqualTo(50));
        assertThat(all).hasSizeLessThan(OutboundQueue.MANY + attempts);
    }

    @Test
    void aMillionMessagesThatNobodyReadsTakeNoMoreRoomThanThoseThatMatter() {
        queue.awaitFullReport();
        queue.add(report(1));
        int attempts = 500;
        for (int i = 0; i < 1_000_000; i++) {
            queue.add(news(i % attempts, i));
            if (i % 100 == 0) {
                queue.add(new RegionMessage.PoolGone(new PoolName("p-" + i % 700)));
            }
        }

        assertThat(drain()).hasSizeLessThan(OutboundQueue.MANY + attempts + 10);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void tellsWhenTheBrokerDoesNotReadItsRefusals() {
        queue.awaitFullReport();
        queue.add(report(1));
        for (int number = 0; number <= OutboundQueue.LIMIT; number++) {
            queue.add(new RegionMessage.RefusedNews(
                    new AttemptId("w-" + number + "-1"), new Refusal(Reason.POOL_UNKNOWN, "")));
        }

        assertThat(queue.isOverLimit()).isTrue();
    }
}
