/** Tests of the package of the same name. */
@NullMarked
package io.isobar.standalone.process;

import org.jspecify.annotations.NullMarked;
