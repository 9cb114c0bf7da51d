package io.isobar.broker.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.PoolJournal.Change;
import org.junit.jupiter.api.Test;

class PoolJournalTest {
    private final PoolJournal journal = new PoolJournal(4);

    @Test
    void holdsTheLastChangesInOrder() {
        for (int pool = 0; pool < 6; pool++) {
            journal.note(pool, pool == 2 ? Change.ANYTHING : Change.LESS);
        }

        assertThat(journal.start()).isEqualTo(2);
        assertThat(journal.end()).isEqualTo(6);
        assertThat(journal.poolAt(2)).isEqualTo(2);
        assertThat(journal.changeAt(2)).isEqualTo(Change.ANYTHING);
        assertThat(journal.poolAt(5)).isEqualTo(5);
    }

    @Test
    void beginsWithNothing() {
        assertThat(journal.start()).isEqualTo(journal.end()).isZero();
    }

    @Test
    void knowsPoolsByLargeNumbers() {
        journal.note(400_000_000, Change.CAPACITY);

        assertThat(journal.poolAt(0)).isEqualTo(400_000_000);
        assertThat(journal.changeAt(0)).isEqualTo(Change.CAPACITY);
    }

    @Test
    void whoHasReadEverythingIsTooFarBehindToo() {
        journal.note(1, Change.LESS);
        long read = journal.end();

        journal.forget();

        assertThat(read).isLessThan(journal.start());
        journal.note(2, Change.CAPACITY);
        assertThat(journal.poolAt(journal.start())).isEqualTo(2);
        assertThat(journal.end()).isEqualTo(journal.start() + 1);
    }
}
