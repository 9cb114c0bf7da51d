/** Tests of the forms of output. */
@NullMarked
package io.isobar.cli.output;

import org.jspecify.annotations.NullMarked;
