/** Tests of the package of the same name. */
@NullMarked
package io.isobar.standalone.supervisor;

import org.jspecify.annotations.NullMarked;
