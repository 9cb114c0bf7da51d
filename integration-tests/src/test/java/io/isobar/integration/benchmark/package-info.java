/** Measurements of a whole federation, each against a baseline in the same run. Not tests: they assert no times. */
@NullMarked
package io.isobar.integration.benchmark;

import org.jspecify.annotations.NullMarked;
