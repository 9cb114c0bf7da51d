/** Guards by SmallRye Fault Tolerance. */
@NullMarked
package io.isobar.broker.port.smallrye;

import org.jspecify.annotations.NullMarked;
