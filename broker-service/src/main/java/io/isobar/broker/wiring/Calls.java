package io.isobar.broker.wiring;

import io.isobar.broker.api.contract.AttemptCalls;
import io.isobar.broker.api.contract.CatalogCalls;
import io.isobar.broker.api.contract.RegionCalls;
import io.isobar.broker.api.contract.WorkloadCalls;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorRequestParser;
import io.isobar.broker.manifest.ManifestPrinter;
import io.isobar.broker.manifest.WorkloadFiles;
import io.isobar.broker.operations.RegionOperations;
import io.isobar.broker.operations.WorkloadOperations;
import io.isobar.broker.replay.Replays;
import io.isobar.broker.wire.SpecCodec;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The calls of the API, for gRPC and REST. */
@Dependent
class Calls {
    @Produces
    @Singleton
    WorkloadCalls workloads(
            WorkloadOperations operations, SpecCodec specs, AcceleratorCatalog catalog, Replays replays) {
        return new WorkloadCalls(
                operations, specs, new WorkloadFiles(catalog)::convert, new ManifestPrinter(catalog), replays);
    }

    @Produces
    @Singleton
    RegionCalls regions(RegionOperations operations, AcceleratorRequestParser accelerators) {
        return new RegionCalls(operations, accelerators);
    }

    @Produces
    @Singleton
    CatalogCalls catalog(AcceleratorCatalog catalog) {
        return new CatalogCalls(catalog);
    }

    @Produces
    @Singleton
    AttemptCalls attempts(WorkloadOperations operations) {
        return new AttemptCalls(operations);
    }
}
