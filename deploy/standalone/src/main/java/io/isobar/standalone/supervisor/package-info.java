/** Keeps the parts of a standalone federation running, tells others how they are, and stops them all. */
@NullMarked
package io.isobar.standalone.supervisor;

import org.jspecify.annotations.NullMarked;
