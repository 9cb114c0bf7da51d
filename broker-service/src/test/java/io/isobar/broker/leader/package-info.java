/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.leader;

import org.jspecify.annotations.NullMarked;
