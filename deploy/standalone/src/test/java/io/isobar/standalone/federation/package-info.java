/** Tests of the package of the same name. */
@NullMarked
package io.isobar.standalone.federation;

import org.jspecify.annotations.NullMarked;
