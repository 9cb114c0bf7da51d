package io.isobar.integration.architecture.violations.cycle.egg;

import io.isobar.integration.architecture.violations.cycle.hen.Hen;
import org.jspecify.annotations.Nullable;

public record Egg(@Nullable Hen becomes) {}
