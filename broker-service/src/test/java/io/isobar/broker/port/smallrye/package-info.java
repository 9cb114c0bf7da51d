/** Tests of guards. */
@NullMarked
package io.isobar.broker.port.smallrye;

import org.jspecify.annotations.NullMarked;
