/** The shape of the code as tests: what may know what, and where time and chance come from. */
@NullMarked
package io.isobar.integration.architecture;

import org.jspecify.annotations.NullMarked;
