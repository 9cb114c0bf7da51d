/** What was asked: the specification of a workload, as its author meant it, in checked types. */
@NullMarked
package io.isobar.broker.workload;

import org.jspecify.annotations.NullMarked;
