package io.isobar.integration.architecture.violations.guard.broker.ledger.postgres;

import io.smallrye.faulttolerance.api.Guard;

record RetriesByItself(Guard guard) {}
