/** Tests of the package of the same name. */
@NullMarked
package io.isobar.standalone.command;

import org.jspecify.annotations.NullMarked;
