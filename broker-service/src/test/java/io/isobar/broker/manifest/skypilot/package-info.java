/** Tests of the reader of SkyPilot tasks. */
@NullMarked
package io.isobar.broker.manifest.skypilot;

import org.jspecify.annotations.NullMarked;
