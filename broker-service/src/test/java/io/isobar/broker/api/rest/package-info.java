/** Tests of the API over HTTP, on a real server, with the real broker behind it and a scripted region. */
@NullMarked
package io.isobar.broker.api.rest;

import org.jspecify.annotations.NullMarked;
