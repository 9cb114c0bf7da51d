package io.isobar.integration.architecture.violations.cycle.hen;

import io.isobar.integration.architecture.violations.cycle.egg.Egg;

public record Hen(Egg lays) {}
