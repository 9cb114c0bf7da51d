/** The calls of the API, from request to response, as records of the contract; gRPC and REST both speak through them. */
@NullMarked
package io.isobar.broker.api.contract;

import org.jspecify.annotations.NullMarked;
