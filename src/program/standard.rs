//! The standard packages and include files of Jolie 1.13.5, declared by us, so that programs resolve without Jolie.
//!
//! In comes the path of a package (`string_utils`, `types.IOException`) or the name of an include file (`console.iol`,
//! `ui/ui.iol`); out comes a text of Jolie with the same types, interfaces, operations, faults, ports and services, and
//! no behaviour. What Java implements is a `foreign java { class: … }`, or `embedded { Java: … }` in the old style.
//! What Jolie itself implements is a `foreign java { }` without a class, with its input ports alone. All paths in
//! these texts are absolute from here, so a standard text reaches standard texts only, whatever lies in the folder of
//! the program. The operations that standard services call in their users are data: see [`callbacks`].

mod callbacks;

pub use callbacks::{Answer, Callback, CalledOperation, Recipient, callbacks};

/// Names with their texts, in the order of the names.
type Texts = &'static [(&'static str, &'static str)];

macro_rules! texts {
    ($($name:literal => $file:literal,)*) => {
        &[$(($name, include_str!(concat!("standard/", $file)))),*]
    };
}

/// The text of a standard package: takes its dotted path, without dots in front, and returns `None` for any other path.
///
/// Most packages with two words have two spellings in Jolie, `json-utils` and `json_utils`, with equal texts.
#[must_use]
pub fn package(path: &str) -> Option<&'static str> {
    find(PACKAGES, path)
}

/// The text of a standard include file: takes its name as it is written after `include`, and returns `None` for any
/// other file. The old-style programs that Jolie keeps beside them (`services/….ol`, for `embedded { Jolie: … }`) are
/// here too.
#[must_use]
pub fn include(file: &str) -> Option<&'static str> {
    find(INCLUDES, file)
}

/// The paths of all standard packages, in order.
pub fn packages() -> impl Iterator<Item = &'static str> {
    PACKAGES.iter().map(|(path, _)| *path)
}

/// The names of all standard include files, in order.
pub fn includes() -> impl Iterator<Item = &'static str> {
    INCLUDES.iter().map(|(file, _)| *file)
}

fn find(texts: Texts, name: &str) -> Option<&'static str> {
    let index = texts.binary_search_by_key(&name, |(name, _)| name).ok()?;
    texts.get(index).map(|(_, text)| *text)
}

const PACKAGES: Texts = texts! {
    "args" => "packages/args.ol",
    "assertions" => "packages/assertions.ol",
    "ast" => "packages/ast.ol",
    "bluetooth" => "packages/bluetooth.ol",
    "console" => "packages/console.ol",
    "converter" => "packages/converter.ol",
    "database" => "packages/database.ol",
    "exec" => "packages/exec.ol",
    "file" => "packages/file.ol",
    "html-utils" => "packages/html_utils.ol",
    "html_utils" => "packages/html_utils.ol",
    "ini-utils" => "packages/ini_utils.ol",
    "ini_utils" => "packages/ini_utils.ol",
    "inspector" => "packages/inspector.ol",
    "joliedoc-lib" => "packages/joliedoc-lib.ol",
    "joliemock" => "packages/joliemock.ol",
    "json-schema" => "packages/json-schema.ol",
    "json-utils" => "packages/json_utils.ol",
    "json_utils" => "packages/json_utils.ol",
    "math" => "packages/math.ol",
    "message-digest" => "packages/message_digest.ol",
    "message_digest" => "packages/message_digest.ol",
    "metajolie" => "packages/metajolie.ol",
    "metarender-code" => "packages/metarender-code.ol",
    "mustache" => "packages/mustache.ol",
    "network-service" => "packages/network_service.ol",
    "network_service" => "packages/network_service.ol",
    "openapi" => "packages/openapi.ol",
    "protocols.http" => "packages/protocols/http.ol",
    "queue-utils" => "packages/queue_utils.ol",
    "queue_utils" => "packages/queue_utils.ol",
    "reflection" => "packages/reflection.ol",
    "runtime" => "packages/runtime.ol",
    "scheduler" => "packages/scheduler.ol",
    "security-utils" => "packages/security_utils.ol",
    "security_utils" => "packages/security_utils.ol",
    "semaphore-utils" => "packages/semaphore_utils.ol",
    "semaphore_utils" => "packages/semaphore_utils.ol",
    "smtp" => "packages/smtp.ol",
    "string-utils" => "packages/string-utils.ol",
    "string_utils" => "packages/string_utils.ol",
    "time" => "packages/time.ol",
    "trees" => "packages/trees.ol",
    "types.Binding" => "packages/types/Binding.ol",
    "types.CodeCheckException" => "packages/types/CodeCheckException.ol",
    "types.IOException" => "packages/types/IOException.ol",
    "types.JavaException" => "packages/types/JavaException.ol",
    "types.definition-types" => "packages/types/definition-types.ol",
    "types.definition-types-doc-templates" => "packages/types/definition-types-doc-templates.ol",
    "types.text" => "packages/types/text.ol",
    "uri-templates" => "packages/uri_templates.ol",
    "uri_templates" => "packages/uri_templates.ol",
    "values" => "packages/values.ol",
    "vectors" => "packages/vectors.ol",
    "web-services-utils" => "packages/web_services_utils.ol",
    "web_services_utils" => "packages/web_services_utils.ol",
    "xml-utils" => "packages/xml_utils.ol",
    "xml_utils" => "packages/xml_utils.ol",
    "xmpp" => "packages/xmpp.ol",
    "zip-utils" => "packages/zip_utils.ol",
    "zip_utils" => "packages/zip_utils.ol",
};

const INCLUDES: Texts = texts! {
    "bluetooth.iol" => "include/bluetooth.iol",
    "console.iol" => "include/console.iol",
    "converter.iol" => "include/converter.iol",
    "database.iol" => "include/database.iol",
    "exec.iol" => "include/exec.iol",
    "file.iol" => "include/file.iol",
    "html_utils.iol" => "include/html_utils.iol",
    "ini_utils.iol" => "include/ini_utils.iol",
    "inspector.iol" => "include/inspector.iol",
    "json_utils.iol" => "include/json_utils.iol",
    "math.iol" => "include/math.iol",
    "message_digest.iol" => "include/message_digest.iol",
    "metajolie.iol" => "include/metajolie.iol",
    "metarender.iol" => "include/metarender.iol",
    "monitors/standard_monitor.iol" => "include/monitors/standard_monitor.iol",
    "network_service.iol" => "include/network_service.iol",
    "protocols/http.iol" => "include/protocols/http.iol",
    "queue_utils.iol" => "include/queue_utils.iol",
    "reflection.iol" => "include/reflection.iol",
    "runtime.iol" => "include/runtime.iol",
    "scheduler.iol" => "include/scheduler.iol",
    "scheduler/callback_default.iol" => "include/scheduler/callback_default.iol",
    "security_utils.iol" => "include/security_utils.iol",
    "semaphore_utils.iol" => "include/semaphore_utils.iol",
    "services/event_manager.ol" => "include/services/event_manager.ol",
    "services/jester/JesterConfiguratorInterface.iol" => "include/services/jester/JesterConfiguratorInterface.iol",
    "services/jester/JesterUtilsInterface.iol" => "include/services/jester/JesterUtilsInterface.iol",
    "services/jester/jester_configurator.ol" => "include/services/jester/jester_configurator.ol",
    "services/jester/jester_utils.ol" => "include/services/jester/jester_utils.ol",
    "services/jester/router.iol" => "include/services/jester/router.iol",
    "services/jester/router.ol" => "include/services/jester/router.ol",
    "services/joliemock/joliemock.ol" => "include/services/joliemock/joliemock.ol",
    "services/joliemock/public/interfaces/JolieMockInterface.iol" => "include/services/joliemock/public/interfaces/JolieMockInterface.iol",
    "services/json/jsonschema/JSONSchemaGeneratorInterface.iol" => "include/services/json/jsonschema/JSONSchemaGeneratorInterface.iol",
    "services/json/jsonschema/json_schema_generator.ol" => "include/services/json/jsonschema/json_schema_generator.ol",
    "services/metajolie/metajolie.ol" => "include/services/metajolie/metajolie.ol",
    "services/metajolie/public/interfaces/metajolie_javaservice.iol" => "include/services/metajolie/public/interfaces/metajolie_javaservice.iol",
    "services/metajolie/public/interfaces/metajolie_service.iol" => "include/services/metajolie/public/interfaces/metajolie_service.iol",
    "services/metarenders/nativecode_render.ol" => "include/services/metarenders/nativecode_render.ol",
    "services/metarenders/public/interfaces/NativeCodeRenderInterface.iol" => "include/services/metarenders/public/interfaces/NativeCodeRenderInterface.iol",
    "services/metaservice/config.iol" => "include/services/metaservice/config.iol",
    "services/metaservice/metaservice.iol" => "include/services/metaservice/metaservice.iol",
    "services/metaservice/metaservice.ol" => "include/services/metaservice/metaservice.ol",
    "services/openapi/jolie2openapi.ol" => "include/services/openapi/jolie2openapi.ol",
    "services/openapi/openapi2jolie.ol" => "include/services/openapi/openapi2jolie.ol",
    "services/openapi/openapi_definition.ol" => "include/services/openapi/openapi_definition.ol",
    "services/openapi/public/interfaces/Jolie2OpenApiInterface.iol" => "include/services/openapi/public/interfaces/Jolie2OpenApiInterface.iol",
    "services/openapi/public/interfaces/OpenApi2JolieInterface.iol" => "include/services/openapi/public/interfaces/OpenApi2JolieInterface.iol",
    "services/openapi/public/interfaces/OpenApiDefinitionInterface.iol" => "include/services/openapi/public/interfaces/OpenApiDefinitionInterface.iol",
    "smtp.iol" => "include/smtp.iol",
    "string_utils.iol" => "include/string_utils.iol",
    "time.iol" => "include/time.iol",
    "types/Binding.iol" => "include/types/Binding.iol",
    "types/IOException.iol" => "include/types/IOException.iol",
    "types/JavaException.iol" => "include/types/JavaException.iol",
    "types/definition_types.iol" => "include/types/definition_types.iol",
    "ui/swing_ui.iol" => "include/ui/swing_ui.iol",
    "ui/ui.iol" => "include/ui/ui.iol",
    "uri_templates.iol" => "include/uri_templates.iol",
    "web_services_utils.iol" => "include/web_services_utils.iol",
    "xml_utils.iol" => "include/xml_utils.iol",
    "xmpp.iol" => "include/xmpp.iol",
    "zip_utils.iol" => "include/zip_utils.iol",
};

#[cfg(test)]
mod tests;
