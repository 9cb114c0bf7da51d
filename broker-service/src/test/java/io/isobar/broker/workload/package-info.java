/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.workload;

import org.jspecify.annotations.NullMarked;
