package io.isobar.integration.ledger;

import io.isobar.broker.ledger.Ledger;
import io.isobar.integration.samples.Samples;
import java.time.InstantSource;

class MemoryLedgerTest implements LedgerContract {
    private final Ledger ledger = new MemoryLedger(InstantSource.fixed(Samples.NOON), LedgerDocuments.CODECS);

    @Override
    public Ledger ledger() {
        return ledger;
    }
}
