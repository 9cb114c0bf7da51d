/** Tests of the package of the same name. */
@NullMarked
package io.isobar.agent.lease;

import org.jspecify.annotations.NullMarked;
