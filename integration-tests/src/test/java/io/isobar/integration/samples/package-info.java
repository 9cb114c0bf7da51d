/** Workloads and regions that tests of several packages share. */
@NullMarked
package io.isobar.integration.samples;

import org.jspecify.annotations.NullMarked;
