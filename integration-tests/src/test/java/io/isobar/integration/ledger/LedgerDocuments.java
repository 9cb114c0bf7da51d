package io.isobar.integration.ledger;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.ledger.postgres.Documents;
import io.isobar.broker.replay.InputsCodec;
import io.isobar.broker.wire.DecisionCodec;
import io.isobar.broker.wire.RegionCodec;
import io.isobar.broker.wire.SpecCodec;

/** The documents of a ledger as the broker writes them. */
public final class LedgerDocuments {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final SpecCodec SPECS = new SpecCodec(CATALOG);

    public static final Documents CODECS = new Documents(
            SpecCodec::toBytes,
            SPECS::fromBytes,
            SPECS::fromJson,
            RegionCodec::toJson,
            RegionCodec::fromJson,
            (id, workload, decision) -> DecisionCodec.toJson(DecisionCodec.toProto(id, workload, decision)),
            new InputsCodec(CATALOG, "test")::toBytes);

    private LedgerDocuments() {}
}
