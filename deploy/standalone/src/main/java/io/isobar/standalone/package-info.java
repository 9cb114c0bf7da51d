/** The standalone launcher: brings a whole federation up on one machine, keeps it up, and takes it down. */
@NullMarked
package io.isobar.standalone;

import org.jspecify.annotations.NullMarked;
