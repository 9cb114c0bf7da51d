/** Tests of the package of the same name. */
@NullMarked
package io.isobar.standalone.part;

import org.jspecify.annotations.NullMarked;
