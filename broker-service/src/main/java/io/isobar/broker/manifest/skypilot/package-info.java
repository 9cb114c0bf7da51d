/** Reads SkyPilot tasks as workloads. */
@NullMarked
package io.isobar.broker.manifest.skypilot;

import org.jspecify.annotations.NullMarked;
