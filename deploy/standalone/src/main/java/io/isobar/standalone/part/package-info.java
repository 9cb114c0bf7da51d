/** What the launcher starts and supervises: the port, and the adapter for Isobar's own services. */
@NullMarked
package io.isobar.standalone.part;

import org.jspecify.annotations.NullMarked;
