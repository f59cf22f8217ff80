package org.vitrail.contract.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Records to canonical JSON and back. Canonical: properties and map keys sorted, no white space, so equal records
/// give
/// equal bytes.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    /// The canonical text of a record.
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot be written as JSON: " + value.getClass().getName(), e);
        }
    }

    /// The canonical UTF-8 bytes of a record.
    public static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a record.
    ///
    /// @throws IllegalArgumentException with one line that names the type, what is wrong and where
    public static <T> T read(String text, Class<T> type) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new IllegalArgumentException(type.getSimpleName() + " expected, got null");
            }
            return value;
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause();
            @Nullable
            String why = cause instanceof IllegalArgumentException ? cause.getMessage() : e.getOriginalMessage();
            // Names of classes say nothing to a user: only the simple name stays.
            String line = firstLine(why).replaceAll("\\b(?:[a-z][A-Za-z0-9_]*\\.)+(?=[A-Z])", "");
            throw new IllegalArgumentException("not a valid " + type.getSimpleName() + ": " + line);
        }
    }

    /// Reads a record from UTF-8 bytes; errors as in [#read(String, Class)].
    public static <T> T read(byte[] bytes, Class<T> type) {
        return read(new String(bytes, StandardCharsets.UTF_8), type);
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "unreadable" : text.lines().findFirst().orElse("unreadable");
    }
}
