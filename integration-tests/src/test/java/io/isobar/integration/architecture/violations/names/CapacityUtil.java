package io.isobar.integration.architecture.violations.names;

record CapacityUtil() {}
