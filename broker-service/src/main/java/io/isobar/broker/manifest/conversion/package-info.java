/**
 * What the readers of other systems' job files have in common: the result, the list of what could not be carried over,
 * and the defaults of a workload.
 */
@NullMarked
package io.isobar.broker.manifest.conversion;

import org.jspecify.annotations.NullMarked;
